error-internal = The system met an unexpected fault; nothing was saved. Try again, and tell the administrator if it happens twice.
error-bad-request = The data sent cannot be read.
error-invalid-request = The request is malformed.
error-not-authenticated = This request needs a login or an API key.
error-not-allowed = This account has no right to do that.
error-not-found = The object does not exist or lies outside this account's scope.
error-conflict = The state changed before the request arrived; reload and go on.
error-too-large = The body sent is too large.
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

kernel-audit-changed = Changed: { $table } row { $row }
kernel-audit-deleted = Deleted: { $table } row { $row }
kernel-audit-inserted = Slipped in: { $table } row { $row }
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
