connectors-title = Data sources
connectors-ignored-columns = Columns of the file that are not used: { $columns }
connectors-import-summary =
    { NUMBER($rows) } rows in { $seconds } s ({ NUMBER($speed) } rows/s): { NUMBER($stored) } taken, { NUMBER($refused) } refused, { NUMBER($filtered) } outside the filter, { NUMBER($empty) } without values.
    { NUMBER($values) } values taken, { NUMBER($values_refused) } refused, { NUMBER($gaps) } empty cells.
connectors-dry-run-wrote-nothing = Dry run: nothing was written.
connectors-import-changed = { NUMBER($changed) } new values were written.
connectors-import-unchanged = Nothing changed: every value of the file is already there.

connectors-column-line = Line
connectors-column-column = Column
connectors-column-value = Content
connectors-column-reason = Reason
connectors-column-detail = Detail

connectors-reject-quality = The source marks it as not valid
connectors-reject-double-time = Another row has the same entity and time
connectors-reject-impossible = Physically impossible value
connectors-reject-missing-marker = A marker for missing data, not a measurement
connectors-reject-not-a-number = Not a number
connectors-reject-no-time = No time
connectors-reject-bad-time = Time not in the declared format
connectors-reject-ambiguous-time = Local time is not certain (clock change)
connectors-reject-time-ahead = Time lies in the future
connectors-reject-bad-id = No entity id can be made
connectors-reject-unknown-station = Station is not in the stations table
connectors-reject-too-few-cells = Too few cells in the row
connectors-reject-too-many-cells = Too many cells in the row
connectors-reject-bad-encoding = Text is not in the declared code page
connectors-reject-formula = The cell holds a formula
connectors-reject-too-long = Text is too long
connectors-reject-outside-area = The entity lies outside the area of the person who imports

error-import-runs-already = Import { $id } is running; wait until it ends.
error-import-taken-over = Import { $id } was taken over by another process; what was written stays.
error-import-broke-off = The import broke off; whole batches stay, run it again to import the rest.
error-import-file-gone = File { $file } of this import is no longer on the server; upload it again.

error-file-unreadable = File { $file } cannot be read ({ $detail }); check its path and read right.
error-file-too-large = File { $file } is larger than the limit of { $limit_mb } MB; split it.
error-file-unpacks-too-large = File { $file } unpacks to more than the limit of { $limit_mb } MB; split it.
error-file-format-unknown = File { $file } has no readable format ({ $known }); set [file] format in the mapping.
error-file-damaged = File { $file } is damaged or not of its format: { $detail }
error-file-no-header = File { $file } has no heading row; check [file] header in the mapping.
error-file-no-sheet = File { $file } has no sheet { $sheet }; its sheets: { $known }
error-file-double-column = File { $file } has two columns named { $column }; rename one.
error-file-too-many-columns = File { $file } has more than { $limit } columns.
error-file-too-many-rows = File { $file } has more than { $limit } rows; split it.

error-mapping-unreadable = Mapping { $file } cannot be read: { $detail }
error-mapping-not-toml = Mapping { $file }, line { $where }: not valid TOML ({ $detail })
error-mapping-not-a-table = Mapping { $file }, { $where }: must be a table, written as [name].
error-mapping-unknown-key = Mapping { $file }, { $where }: this key is unknown; known keys: { $known }
error-mapping-missing-key = Mapping { $file }, { $where }: this key is missing; add it.
error-mapping-not-a-text = Mapping { $file }, { $where }: must be a text in quotes, not empty.
error-mapping-not-texts = Mapping { $file }, { $where }: must be a text or a list of texts.
error-mapping-unknown-value = Mapping { $file }, { $where }: value "{ $value }" cannot be used; use: { $known }
error-mapping-one-of-two = Mapping { $file }, { $where }: exactly one of two is needed: this key or { $other }
error-mapping-unknown-zone = Mapping { $file }, { $where }: time zone "{ $value }" does not exist; a right one is Asia/Ho_Chi_Minh
error-mapping-bad-time-format = Mapping { $file }, { $where }: time format "{ $value }" must be iso or a pattern like %d/%m/%Y %H:%M
error-mapping-bad-name = Mapping { $file }, { $where }: name "{ $value }" may hold only plain letters and digits and begins with a letter.
error-mapping-twice = Mapping { $file }, { $where }: attribute { $value } is mapped twice; remove one.
error-mapping-unknown-unit = Mapping { $file }, { $where }: unit { $value } cannot be converted to { $unit }; use: { $known }
error-mapping-path-not-allowed = Mapping { $file }, { $where }: "{ $value }" must be a file name without a folder.
error-mapping-bad-location = Mapping { $file }, { $where }: lon and lat must be numbers in degrees (WGS 84).
error-mapping-two-locations = Mapping { $file }, { $where }: only one of a stations table and a fixed location may be given.
error-mapping-no-column = Mapping { $file }, { $where }: the data file has no column "{ $column }"; its columns: { $known }
error-mapping-stations-missing = Mapping { $file }, { $where }: stations table { $value } does not lie beside the data file or the mapping; put it there.
error-mapping-bad-station = Stations table { $file }, line { $where }: { $detail }

connectors-replayed = { NUMBER($count) } readings were replayed; { NUMBER($refused) } rows of the file were refused.
error-file-nothing-to-replay = File { $file } has no readings in the chosen time; check --from and --to.
