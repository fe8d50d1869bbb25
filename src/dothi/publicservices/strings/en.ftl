# one-stop dossiers
publicservices-title = One-stop dossiers
publicservices-dossier = Dossier
publicservices-none = No dossiers yet.
publicservices-none-hint = Import a file of the one-stop system, or connect a source of dossiers.
publicservices-late = Late
publicservices-generated = Generated to test load
publicservices-family-waiting = Submitted
publicservices-family-received = Received
publicservices-family-refused = Refused
publicservices-family-handling = In handling
publicservices-family-supplement = Waiting for papers
publicservices-family-payment = Waiting for payment
publicservices-family-withdrawn = Withdrawn by the citizen
publicservices-family-stopped = Stopped
publicservices-family-done = Handled
publicservices-family-returned = Result returned
error-publicservices-dossier-does-not-exist = Dossier { $code } does not exist, or lies outside what may be seen. Please check the code.

# things and fields, for pages of history
publicservices-thing-procedure = Version of a procedure
publicservices-thing-statecode = State code of dossiers
publicservices-thing-agencycode = Agency code
publicservices-thing-servicerule = Limit of one-stop dossiers
publicservices-thing-feed = Feed of dossiers
publicservices-field-agency = Agency
publicservices-field-received-at = Received
publicservices-field-due-at = Due
publicservices-field-state = State
publicservices-field-procedure = Procedure
