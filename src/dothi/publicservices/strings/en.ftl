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
publicservices-of-several = Several systems tell this code; each keeps a record of its own.
facts-publicservices = One-stop dossiers (a line for each)
publicservices-import-done = { $rows } rows: { $stored } new or changed, { $same } as before, { $refused } refused; { $flagged } flagged.
publicservices-import-dry = A trial, nothing was written. { $rows } rows: { $stored } acceptable, { $same } twice, { $refused } refused; { $flagged } flagged.
publicservices-catalogue-loaded = { $added } rows added; { $standing } stood before.
error-publicservices-catalogue-line = Line { $line } of { $file } cannot be read ({ $detail }). Please mend it; nothing was written.
error-publicservices-catalogue-file = File { $file } cannot be read ({ $detail }). Please use CSV in UTF-8 with a heading.
error-publicservices-feed-does-not-exist = The feed “{ $feed }” does not exist or is off. Please describe it before importing.
error-publicservices-feed-code = The code “{ $code }” is not valid. Please use 2 to 60 lower-case letters, digits and hyphens.
error-publicservices-feed-name = A feed needs a name. Please say what the system is called.
error-publicservices-feed-origin = The origin “{ $origin }” does not exist. Please choose one of: { $known }.
error-publicservices-feed-quiet = { $hours } hours of silence are not valid. Please give 1 to 8784.
error-publicservices-feed-agency = The agency “{ $agency }” does not exist. Please check its code.

# why a row is refused
publicservices-reject-code-malformed = The code is of none of the three forms
publicservices-reject-code-no-day = The day in the code does not exist
publicservices-reject-code-future = The code is of a day to come
publicservices-reject-state-unknown = Nobody declared this state code
publicservices-reject-no-state = No state
publicservices-reject-no-procedure = No procedure
publicservices-reject-older-than-held = Older than what is held
publicservices-reject-time-ahead = A time that lies ahead
publicservices-reject-time-too-early = A time too far back
publicservices-reject-not-yes-or-no = Neither yes nor no
publicservices-reject-not-a-count = Not a number that can be
publicservices-reject-unknown-word = A word that the mapping does not know

# what is doubtful about a dossier
publicservices-flag-second-request = Papers asked more than once
publicservices-flag-second-new-date = A new date more than once
publicservices-flag-apology-late = Apology after it was owed
publicservices-flag-promised-past-limit = Promised past the legal limit
publicservices-flag-ended-before-received = Times run backwards
publicservices-flag-procedure-unknown = Procedure not in the catalogue
publicservices-flag-agency-unknown = Agency not in the catalogue
publicservices-flag-code-of-another-day = The code says another day than receipt
publicservices-flag-same-code-elsewhere = Another system tells this code, too
publicservices-flag-went-back = Went back since it was told last
publicservices-flag-not-received = Withdrawn before it was received
