incidents-thing-incident = Incident
incidents-thing-incidentalarm = Alarm of an incident
incidents-thing-incidententity = Entity of an incident
incidents-title = Incidents
incidents-code = Code
incidents-what = What
incidents-kind = Kind
incidents-kind-fire = Fire, explosion
incidents-kind-accident = Accident
incidents-kind-traffic = Traffic
incidents-kind-disaster = Natural disaster, flooding
incidents-kind-environment = Environment
incidents-kind-infrastructure = Failure of infrastructure
incidents-kind-order = Public order
incidents-kind-health = Health, epidemic
incidents-kind-information = Information security
incidents-kind-other = Something else
incidents-list-categories = Categories of incidents
incidents-list-categories-purpose = The category of an incident that a person opens; one from an alarm has the entity's type (list of fields and types of data).
incidents-severity = Severity
incidents-state = State
incidents-unit = Area
incidents-agency = Agency
incidents-lead = Lead
incidents-nobody = Nobody yet
incidents-opened = Opened
incidents-changed = Changed
incidents-closed = Closed
incidents-open-new = Open incident
incidents-search = Search
incidents-any = All
incidents-mine = Led by me
incidents-narrow = Narrow down
incidents-filter = Filter
incidents-filter-none = Clear filter
incidents-none = There are no incidents here.
incidents-none-hint = Incidents opened from an alarm or by hand appear here.
incidents-tab-open = Open
incidents-tab-new = New
incidents-tab-working = In work
incidents-tab-resolved = Resolved
incidents-tab-closed = Closed
incidents-tab-all = All
incidents-state-new = New
incidents-state-working = In work
incidents-state-resolved = Resolved
incidents-state-closed = Closed
incidents-step-working = Work on it
incidents-step-resolved = Resolved
incidents-step-closed = Close
incidents-step-reopened = Reopen
incidents-question-closed = Close the incident? Write the outcome and the reason.
incidents-question-reopened = Reopen the incident? Write the reason.
incidents-facts = Summary
incidents-log = Log
incidents-log-stays = Lines are only added, never changed or deleted
incidents-system = System
incidents-crew = Crew
incidents-crew-simulated = Crew (simulated)
incidents-log-opened = opened the incident.
incidents-log-status = moved it from "{ $old }" to "{ $new }".
incidents-log-assigned = gave it to { $lead }.
incidents-log-alarm-raised = Alarm "{ $name }" was raised again.
incidents-log-alarm-cleared = Alarm "{ $name }" is over.
incidents-log-alarm-withdrawn = Alarm "{ $name }" was closed: rule withdrawn.
incidents-about = About
incidents-about-nothing = No alarm and no thing is linked to this incident.
incidents-assign = Assign lead
incidents-note = Text
incidents-add-note = Add to the log
incidents-map = Place
incidents-not-yet = This incident was not open yet at that time.
incidents-opened-now = Incident { $code } is open.
incidents-was-open = Incident { $code } is already open for this alarm.
incidents-now-new = Incident { $code } is new.
incidents-now-working = Incident { $code } is being worked on.
incidents-now-resolved = Incident { $code } is resolved and waits for closing.
incidents-now-reopened = Incident { $code } is open again.
incidents-now-closed = Incident { $code } is closed.
incidents-assigned-now = The incident now belongs to { $lead }.
incidents-noted-now = The line is in the log.
incidents-thing-procedure = Procedure
incidents-thing-incidentprocedure = Procedure of an incident
incidents-thing-incidentstep = Step of an incident
incidents-kinds-general = General
incidents-procedure = Procedure
incidents-procedure-begin = Begin a procedure
incidents-procedure-version = Version { $version }, in force from { $day }
incidents-procedure-begun-now = The procedure "{ $name }" has begun.
incidents-step = Step { $number }:
incidents-steps-settled = { $settled } of { $count } steps
incidents-step-due = Due { $due }
incidents-step-late = Overdue since { $due }
incidents-step-was-late = after its deadline
incidents-step-no-deadline = No deadline
incidents-step-optional = Optional
incidents-step-do = Done
incidents-step-skip = Skip
incidents-step-reopen = Do again
incidents-step-state-done = Done
incidents-step-state-skipped = Skipped
incidents-step-done-now = Step { $number } is noted as done.
incidents-step-skipped-now = Step { $number } is skipped.
incidents-step-reopened-now = Step { $number } is to be done again.
incidents-question-step-done = Is step { $number } done? { $do } The outcome may be noted.
incidents-question-step-skip = Skip step { $number }? { $do } Give the reason.
incidents-question-step-reopen = Open step { $number } again? { $do } Give the reason.
incidents-question-undone = { $count } mandatory steps are not done. Give the outcome, and why it is closed without them:
incidents-log-procedure = began the procedure "{ $name }", version { $version }.
incidents-log-step-done = did step { $number }: { $do }
incidents-log-step-skipped = skipped step { $number }: { $do }
incidents-log-step-reopened = opened step { $number } again: { $do }
incidents-log-undone = { $count } mandatory steps were not done:
incidents-who-duty-officer = Duty officer
incidents-who-shift-lead = Shift lead
incidents-who-dispatcher = Dispatcher
incidents-who-agency-officer = Agency officer
incidents-who-ward-officer = Ward officer
incidents-who-leader = Leader in charge
incidents-who-source-owner = Owner of the source
incidents-who-operator = Operator
incidents-who-field-crew = Field crew
incidents-who-spokesperson = Spokesperson
incidents-check-who = The role "{ $who }" is not in the list; use one of: { $known }.

error-incident-does-not-exist = Incident { $incident } does not exist or lies outside this account's scope.
error-incident-needs-title = An incident needs a title; write briefly what and where.
error-incident-severity = Severity "{ $severity }" is not in the list; choose again.
error-incident-state = State "{ $state }" is not in the list; reload the page.
error-incident-step = Incident { $code } cannot go from "{ $old }" to "{ $new }"; reload the page.
error-incident-needs-reason = This step of incident { $code } needs a reason; write it and try again.
error-incident-changed-meanwhile = Incident { $code } was moved by somebody else meanwhile; reload and go on.
error-incident-is-closed = Incident { $code } is closed; reopen it before assigning.
error-incident-lead-may-not-work = { $lead } has no right to work on incidents there; choose somebody else.
error-incident-lead-unknown = No lead is chosen; choose a person from the list.
error-incident-note-empty = The line is empty; write it and add it again.
error-incident-just-opened = Incident { $code } with this content was opened a moment ago; no second one is opened.
error-incident-lead-already = { $lead } leads incident { $code } already.
error-incident-note-twice = This note was written a moment ago; it is not written a second time.
error-incident-steps-left = Incident { $code } has { $count } mandatory steps that are not done; reload the page, look at them and close it with the reason.
error-incident-is-closed-for-steps = Incident { $code } is closed; reopen it before going on with its procedure.
error-incident-procedure-already = Incident { $code } follows the procedure "{ $procedure }" already.
error-incident-procedure-unknown = No procedure was chosen, or it is no longer in force; choose one from the list.
error-incident-step-does-not-exist = This step does not belong to incident { $incident }; reload the page.
error-incident-step-not-optional = Step { $number } is mandatory and cannot be skipped; to close the incident without it, give the reason when closing.
error-incident-step-needs-reason = Step { $number } needs a reason; give it and try again.
error-incident-step-settled = Step { $number } was just settled by { $by }; reload the page.
error-incident-step-open-already = Step { $number } is open already; reload the page.
incidents-thing-commandrole = Command role
incidents-thing-heldrole = Holder of a command role
incidents-thing-incidentleg = Agency taking part in an incident
incidents-thing-incidentsource = Source of an incident
incidents-thing-incidentlink = Link between incidents
incidents-thing-incidentmerge = Merge of incidents
error-incident-is-closed-for-joining = Incident { $code } is closed; reopen it before attaching, merging or splitting.
error-incident-source-address = The source's address is not of this system; choose the source again.
error-incident-was-merged = Incident { $code } was merged into { $into }; go on there, or part them again.
error-incident-joined-with-itself = Incident { $code } cannot be merged or linked with itself; choose another incident.
error-incident-parted-already = Incident { $code } was parted again already; reload the page.
error-incident-split-nothing = Nothing was chosen to be taken out of incident { $code }; choose alarms, calls or entities.
error-incident-split-gone = What was chosen is no longer in incident { $code }; reload the page.
error-incident-link-kind = The kind of link is missing; choose "related" or "caused".
error-incident-linked-already = Incidents { $code } and { $other } are linked already.
error-incident-link-cycle = Incident { $other } is already a cause of { $code }; the reverse cannot be recorded.
error-incident-unlinked-already = The link between { $code } and { $other } was ended already; reload the page.
incidents-said-force-sent = sent { $force }.
incidents-said-force-busy = asked for { $force }, which is busy and cannot go.
incidents-said-force-state = { $force }: { $state ->
    [en-route] en route
    [on-scene] on scene
    [transporting] transporting
    [at-hospital] at hospital
    [returning] returning
    [available] available
    [resting] resting
    [off-duty] off duty
    [out-of-service] out of service
   *[other] { $state }
}
incidents-said-force-late = { $force } told late: { $state ->
    [en-route] en route
    [on-scene] on scene
    [transporting] transporting
    [at-hospital] at hospital
    [returning] returning
    [available] available
    [resting] resting
    [off-duty] off duty
    [out-of-service] out of service
   *[other] { $state }
}
incidents-said-force-declined = { $force } CANNOT GO.
incidents-said-force-recalled = called { $force } back.
incidents-said-force-unanswered = { $force } did NOT ANSWER the safety check.
incidents-said-force-well = { $force } answered the safety check.
incidents-said-force-silent = { $force } has NOT ACKNOWLEDGED within the limit.
incidents-said-force-told = { $force } told by phone "{ $step ->
    [acknowledge] acknowledged
    [en-route] on the way
    [on-scene] at the scene
    [transporting] transporting
    [at-hospital] at hospital
    [returning] work done
    [available] available
    [decline] cannot go
    [well] safe
    [note] note
    [photo] picture
   *[other] voice note
  }"; it no longer applies and is kept as the crew told it.
incidents-said-force-note = { $force }:
incidents-said-force-photo = { $force } sent a picture.
incidents-said-force-voice = { $force } sent a voice note.
incidents-log-photo = Picture of the crew
incidents-place = Place
incidents-said-at = at { $at }
incidents-own-line = { $agency } only
incidents-open-other = Open { $other }
incidents-open-source = Open the source
incidents-source-incident = Incident
incidents-source-call = Call
incidents-source-alarm = Alarm
incidents-source-report = Report
incidents-source-camera = Camera
incidents-source-entity = Thing of the city
incidents-open-about = Opening an incident about:
incidents-open-from-here = Open an incident from here
incidents-source-dossier = Dossier
incidents-source-task = Task
incidents-source-warning = Public warning
incidents-log-opened-from = opened the incident from { $source } { $reference }.
incidents-log-step-given = gave step { $number } to { $owner }: { $do }
incidents-said-source-attached = attached { $source } { $reference }.
incidents-said-call-leg-asked = handed the call { $call } to { $service } ({ $agency }).
incidents-said-call-leg-accepted = { $agency } ({ $service }) accepts its part of the call { $call }.
incidents-said-call-leg-declined = { $agency } ({ $service }) DECLINES its part of the call { $call }: { $reason }
incidents-said-call-leg-closed = { $agency } ({ $service }) has done its part of the call { $call }.
incidents-said-call-detached = moved the call { $call } to the case { $to }.
incidents-said-role-given = gave the role { $name } to { $holder }.
incidents-said-role-handed = handed the role { $name } over from { $before } to { $holder }.
incidents-said-role-ended = { $holder } no longer holds the role { $name }.
incidents-said-leg-asked = asked { $name } to take part.
incidents-said-leg-accepted = { $name } takes part.
incidents-said-leg-declined = { $name } does not take part.
incidents-said-leg-done = { $name } has done its part.
incidents-said-leg-withdrawn = withdrew the request to { $name }.
incidents-said-leg-shares = { $name } lets whoever leads read its own notes.
incidents-said-leg-keeps = { $name } keeps its own notes to itself again.
incidents-said-merge-into = merged this incident into { $other } ({ $moved }).
incidents-said-merge-from = merged { $other } into this incident ({ $moved }).
incidents-said-split-parted = parted this incident from { $other } again ({ $moved }).
incidents-said-split-parted-here = parted { $other } from this incident again ({ $moved }).
incidents-said-split-out-of = opened this incident by splitting { $other } ({ $moved }).
incidents-said-split-taken-out = split a part off into { $other } ({ $moved }).
incidents-said-link-related = recorded that this is related to { $other }.
incidents-said-link-cause = recorded that this caused { $other }.
incidents-said-link-effect = recorded that this was caused by { $other }.
incidents-said-link-ended = ended the link with { $other }.
incidents-moved-nothing = nothing went along
incidents-moved-alarms = { $count ->
    [one] { $count } alarm
   *[other] { $count } alarms
}
incidents-moved-entities = { $count ->
    [one] { $count } entity
   *[other] { $count } entities
}
incidents-moved-sources = { $count ->
    [one] { $count } source
   *[other] { $count } sources
}
incidents-moved-legs = { $count ->
    [one] { $count } agency
   *[other] { $count } agencies
}
incidents-moved-calls = { $count ->
    [one] { $count } call
   *[other] { $count } calls
}
incidents-moved-forces = { $count ->
    [one] { $count } unit sent
   *[other] { $count } units sent
}
incidents-part-alarms = Alarms
incidents-part-entities = Entities
incidents-part-sources = Sources
incidents-part-calls = Calls
incidents-part-forces = Units sent
incidents-command = Command
incidents-command-open = Command tree
incidents-command-none = Nobody is recorded as commanding.
incidents-command-tree = Command tree
incidents-command-when = Who commanded when
incidents-command-moment = Moment
incidents-command-ask = Show
incidents-command-nobody = At { $at } nobody is recorded as commanding.
incidents-command-history = Given and handed over
incidents-command-no-roles = No pack brings command roles yet.
incidents-role-since = since { $at }
incidents-role-now = now
incidents-role-free = Not given
incidents-role-give = Give
incidents-role-hand = Hand over
incidents-role-end = End
incidents-role-person = Person with an account
incidents-role-name = Or rank and name
incidents-role-phone = Telephone
incidents-role-at = From (empty: now)
incidents-role-reason = Reason
incidents-role-given-now = { $holder } holds the role { $role }.
incidents-role-ended-now = Nobody holds the role { $role } any more.
incidents-question-role-end = Does { $holder } no longer hold the role { $role }? Give the reason.
incidents-legs = Agencies taking part
incidents-leg-ask = Ask to take part
incidents-leg-message = What is asked
incidents-leg-asked = Asked { $at }
incidents-leg-state-asked = No answer yet
incidents-leg-state-accepted = Taking part
incidents-leg-state-declined = Declined
incidents-leg-state-done = Done
incidents-leg-state-withdrawn = Withdrawn
incidents-leg-own = The part of { $agency }
incidents-leg-accept = Accept
incidents-leg-decline = Decline
incidents-leg-finish = Our part is done
incidents-leg-withdraw = Withdraw
incidents-leg-share = Let whoever leads read our own notes
incidents-leg-keep = Keep our own notes to ourselves
incidents-leg-note = The agency's own note
incidents-leg-notes-own = Own notes are read by this agency's people only.
incidents-leg-notes-shared = Own notes are read by this agency's people and by whoever leads.
incidents-question-leg-decline = Decline to take part? Give the reason; everybody in the case reads it.
incidents-question-leg-done = Is your part done? Give the result.
incidents-question-leg-withdraw = Withdraw the request to { $agency }? Give the reason; the agency will no longer see the incident.
incidents-leg-asked-now = { $agency } was asked to take part.
incidents-leg-withdrawn-now = The request to { $agency } was withdrawn.
incidents-leg-accepted-now = Accepted.
incidents-leg-declined-now = Declined.
incidents-leg-done-now = The part is recorded as done.
incidents-leg-shares-now = Whoever leads can read the own notes.
incidents-leg-keeps-now = Whoever leads can no longer read the own notes.
incidents-near = Nearby
incidents-near-none = Within { $within } km none of this kind is registered that this account may see.
incidents-near-nothing = No pack says what to show nearby.
incidents-near-no-place = The incident has no place yet.
incidents-near-no-values = No data yet
incidents-near-straight = Distances are straight lines.
incidents-together = Linked incidents
incidents-linked-related = Related
incidents-linked-cause = Cause of this incident
incidents-linked-effect = Caused by this incident
incidents-linked-taken-out = Split off from this incident
incidents-linked-out-of = This incident was split off from
incidents-merged-here = Merged into this one
incidents-merged-into = This incident was merged into
incidents-join = Merge, split, link
incidents-join-closed = The incident is closed; reopen it before merging, splitting or linking.
incidents-join-reason = Reason
incidents-merge = Merge into another incident
incidents-merge-hint = All alarms, calls, entities, agencies and units of { $code } go to the other incident; { $code } is closed. They can be parted again.
incidents-merge-other = Merge into
incidents-part = Part again
incidents-question-part = Part { $code } from { $other } again? What went along comes back. Give the reason.
incidents-split = Split off a new incident
incidents-split-hint = Choose what goes; the new incident is linked to this one.
incidents-split-same-kind = As this incident
incidents-split-none = There is nothing to split off this incident.
incidents-link = Link
incidents-link-other = The other incident
incidents-link-kind = How
incidents-link-related = Related
incidents-link-cause = This one caused the other
incidents-link-effect = The other caused this one
incidents-unlink = End the link
incidents-question-unlink = End the link with { $other }? Give the reason.
incidents-merged-now = { $code } was merged into { $into }.
incidents-parted-now = { $code } was parted from { $other } again.
incidents-split-now = A part of { $code } was split off as { $new }.
incidents-linked-now = { $code } and { $other } are linked.
incidents-unlinked-now = The link was ended.
incidents-step-give = Give this step
incidents-step-owner = Person or agency
incidents-step-given-now = Step { $number } was given to { $owner }.
incidents-steps-late = { $count ->
    [one] { $count } step overdue
   *[other] { $count } steps overdue
}
incidents-report = Report

error-incident-role-does-not-exist = This role is not of this incident; reload the page.
error-incident-role-needs-name = Nobody was named for the role; choose a person or write rank and name.
error-incident-role-needs-reason = Handing over or ending a role needs a reason; give it.
error-incident-role-time = The time cannot be: from 30 minutes before the incident was opened until now, and not while somebody else held the role.
error-incident-role-before-it-began = The role cannot end before it began; mend the time.
error-incident-role-held = The role { $role } is held by { $holder }; hand it over instead of giving it.
error-incident-role-ended-meanwhile = The role { $role } was just handed over or ended by somebody else; reload the page.
error-incident-agency-unknown = No agency was chosen; choose one from the list.
error-incident-leg-needs-message = The request is empty; say what the agency is to do.
error-incident-leg-needs-reason = A reason is needed; give it and try again.
error-incident-leg-needs-result = The result is needed; give it and try again.
error-incident-leg-leads = { $agency } leads this incident and need not be asked.
error-incident-leg-already = { $agency } takes part in incident { $code } already.
error-incident-leg-changed-meanwhile = The part of { $agency } has just changed; reload the page.
error-incident-leg-does-not-exist = This part is not of the account's agency.
error-incident-leg-answer = The answer is not one of the list; reload the page.
error-incident-link-does-not-exist = This link is not of incident { $incident }; reload the page.
error-incident-is-not-merged = Incident { $incident } is not merged into another; reload the page.
error-incident-step-owner-unknown = No person or agency was chosen; choose one from the list.
error-incident-step-given-already = Step { $number } was given to { $owner } already or is settled; reload the page.
incidents-said-warning-drafted = Public warning { $warning } drafted
incidents-said-warning-released = Public warning { $warning } released
incidents-said-warning-withdrawn = Draft of warning { $warning } discarded
incidents-said-warning-expired = The time of warning { $warning } is over
incidents-said-warning-updated = Warning { $warning } replaced by an update
incidents-said-warning-cancelled = Warning { $warning } cancelled
incidents-report-title = After-action report
incidents-report-about = On incident { $code }: { $title }
incidents-report-facts = Facts
incidents-report-timeline = Timeline
incidents-report-command = Command
incidents-report-steps = Steps of the procedures
incidents-report-ending = Outcome
incidents-report-source = Source
incidents-report-when = When
incidents-report-who = Who
incidents-report-did = What
incidents-report-typed = typed { $at }
incidents-report-role = Role
incidents-report-holder = Holder
incidents-report-from = From
incidents-report-until = Until
incidents-report-reason = Reason
incidents-report-agency = Agency
incidents-report-asked = Asked
incidents-report-answer = Answer
incidents-report-result = Result
incidents-report-step = Step
incidents-report-owner = Person or agency
incidents-report-due = Due
incidents-report-settled = Done
incidents-report-not-done = Not done
incidents-report-still-open = The incident is not closed; state: { $state }.
incidents-report-closed = The incident was closed at { $at } by { $by }.
incidents-report-log-source = Source: the incident's log (append-only), { $count } shared lines, read at { $at }. The agencies' own notes are not in this report.
incidents-report-made = Made by the system at { $at } for { $by }.
incidents-report-mark-simulated = SIMULATED / EXERCISE – NOT A REAL INCIDENT
incidents-report-mark-replayed = REPLAY OF OLD DATA – NOT A NEW INCIDENT
incidents-report-paper = Form of the paper
incidents-report-paper-hint = Laid out as Decree 30/2020/NĐ-CP. What is left empty is filled in by hand.
incidents-report-language = Language
incidents-report-above = Superior body
incidents-report-issuer = Issuing body
incidents-report-number = Number and sign
incidents-report-where = Place
incidents-report-signs-as = Post of who signs
incidents-report-signed-by = Name of who signs
incidents-report-receivers = Receivers (one on each line)

incidents-log-older = { $count } earlier lines
incidents-log-more = Older: { $count } more lines
incidents-log-none = There are no lines before.
