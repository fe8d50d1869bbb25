error-internal = The system met an unexpected fault; nothing was saved. Try again, and tell the administrator if it happens twice.
error-bad-request = The data sent cannot be read.
error-invalid-request = The request is malformed.
error-not-authenticated = This request needs a login or an API key.
error-not-allowed = This account has no right to do that.
error-scope-does-not-reach = The roles of this account do not reach that area or agency; choose a place inside their scope.
error-not-found = The object does not exist or lies outside this account's scope.
error-conflict = The state changed before the request arrived; reload and go on.
error-too-large = The body sent is too large.
error-page-body-too-large = The data sent exceeds { $limit_mb } MB; send a smaller file or split it.
error-upload-too-slow = The data came too slowly and was not taken; check the connection and send it again.
error-too-many-uploads = Several large files are being taken at this moment; try again in a minute.
error-unavailable = A part of the system is down; try again in a few minutes.
error-configuration = The configuration is wrong.
error-setting-file-unreadable = Variable { $variable } names the file { $path }, which cannot be read; check its path and read right.
error-setting-not-a-number = Variable { $variable } must be a whole number, it is "{ $value }".
error-setting-not-yes-or-no = Variable { $variable } must be yes or no, it is "{ $value }".

origin-live = Live
origin-replayed = Replayed
origin-simulated = Simulated
origin-estimated = Estimated
origin-typed = Typed in

certainty-S = Official text read
certainty-S2 = Secondary source, not checked
certainty-M = Not verified
certainty-D = Set by this system or the city

kernel-thing-eventfailure = Failed handling between rooms
kernel-thing-retentionrule = Time of keeping
kernel-audit-changed = Changed: { $table } row { $row }
kernel-audit-deleted = Deleted: { $table } row { $row }
kernel-audit-inserted = Slipped in: { $table } row { $row }
kernel-audit-current = Changed without a version: { $table } row { $row } is not what its history says
kernel-audit-loose = Outside any block: { $table } row { $row }
kernel-audit-hash = Block { $row } of { $table } was changed: its hash does not fit
kernel-audit-link = Block { $row } of { $table } is not linked to the one before
kernel-audit-content = Block { $row } of { $table } does not fit the sealed content
kernel-audit-gap = Block { $row } of { $table } is missing
kernel-audit-head = A head noted earlier (block { $row } of { $table }) is no longer in the chain
kernel-audit-unreadable = { $count } entries have columns that a later version dropped: only their links can be checked
kernel-audit-broken = The history is NOT intact: { $count } findings in { $blocks } blocks, { $rows } rows.
kernel-audit-intact = The history is intact: { $blocks } blocks, { $rows } rows. Head: block { $seq }, { $hash }

kernel-yes = Yes
kernel-no = No
kernel-history-insert = Created
kernel-history-update = Changed
kernel-history-delete = Deleted
error-query-not-past = The time "{ $value }" of the parameter { $name } has not come yet; choose a minute that is over.
error-query-not-a-time = The parameter { $name } must be a time such as { $example }, it is "{ $value }".
error-event-failure-settled = This message is settled already; load the page again.
error-event-handler-gone = This version has no handler { $handler } any more; set the message aside with a reason.
error-event-aside-without-reason = A message is set aside only with a reason; write why.
error-drill-tables-not-made = The tables of the drill's copy could not be made: { $detail }. Run `dothi doctor`, then try again.
error-egress-refused = Host { $host } is inside; an administrator must allow it in DOTHI_EGRESS_ALLOW.
kernel-list-origins = Origins of values
kernel-list-origins-purpose = Whether a value was measured live, replayed, simulated, estimated or typed: one word for every system.
error-sheet-unreadable = This file cannot be read as XLSX.
error-sheet-too-large = The file is larger than { $most } MB, or unpacks to too much.
error-sheet-macros = The file holds macros or external links; save it as plain XLSX.
error-sheet-formulas = The file holds formulas; paste them as values.

error-retention-unknown = Records of the kind “{ $kind }” have no time of keeping.
error-retention-days = A time of keeping must be from { $lowest } to { $highest } days.
error-retention-past = The day is past; choose today or a later day.
error-retention-far = The day is further ahead than { $last }; choose a day up to then.
error-retention-needs-source = A new time needs a purpose, a source and a reason.
error-retention-certainty = The certainty “{ $certainty }” does not exist.

# Papers of the administrative form
kernel-paper-day = { $place }, { $day }/{ $month }/{ $year }
kernel-paper-no = No.: { $number }
kernel-paper-to = To:
