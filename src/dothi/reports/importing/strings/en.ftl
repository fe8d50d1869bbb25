# reports: import
reports-import-summary = { $rows } rows: { $stored } brought in, { $repeated } stood already, { $refused } refused. Outside every commune of Viet Nam: { $outside }; without coordinates: { $placeless }.
reports-import-refused-unmapped = service not in the mapping
reports-import-refused-time = a time is missing or cannot be read
reports-import-refused-no-id = no id
reports-import-refused-closed-before = closed before it was received
reports-import-first-line = first in line { $line }
reports-import-other = Taken as the mapping's other:
reports-import-unmapped = Services not mapped:
reports-import-dry = Dry run: nothing was written.
reports-import-overdue = Overdue at { $at }: { $late } of { $all } reports whose deadline the file records ({ $share } %).
error-report-mapping = The mapping file { $file } cannot be used: { $why }; mend it and run again.
error-report-mapping-agency = There is no agency with the code { $agency }; mend the mapping.
error-report-import-file = The file { $file } cannot be read: { $why }; check its columns and that it is UTF-8.
reports-measure-routing = Who gets it, by rows of competence (precision, recall): rows written from the first { $learned } % by time ({ $categories } for categories, { $areas } more for areas), { $n } later requests routed by them, { $unnamed } of a service that the mapping does not name; nothing chosen on those.
reports-measure-way-category = By category alone; left to the desk: { $left }; decided by: { $decided }
reports-measure-way-area = By category and area; left to the desk: { $left }; decided by: { $decided }
reports-measure-way-words = By the words, category proposed as the form does, taught with the first part; left to the desk: { $left }; decided by: { $decided }
reports-measure-way-floor = Floor: always the agency that has most
reports-measure-decided-area = row of the area
reports-measure-decided-category = row of the category
reports-measure-decided-above = row of the category above
reports-measure-category-words = Category by the words: right at once { $first }, among three proposed { $among }, n={ $n }.
reports-measure-no-words = The file has no words of citizens: what the words propose cannot be measured on it.
reports-measure-duplicates-unknown = The mapping names no column `closed_as`: nothing tells what was a duplicate.
reports-measure-duplicates = Duplicates, proposed among what was open then. marked: the city closed it as a duplicate ({ $unplaced } more have no place); findable: an earlier open one of its service and address is in the file, @k: it is among the first k; precision is a lower bound, for not every duplicate is marked.
reports-measure-duplicates-part =   { $part }: marked n={ $marked }, proposed for { $shown }; findable n={ $findable }: { $at }; precision at least { $precision }; proposals a report: mean { $mean }, p95 { $p95 } (n={ $n })
reports-measure-tried = Other limits, chosen on dev for the { $categories } categories with { $least } marked there. F1: dev as it holds, dev as chosen, test as it holds, test as chosen; then all of them on test (precision, recall), as it holds and as chosen.
reports-measure-addresses = Addresses placed in the right commune of today: { $n } rows have a truth, { $without } have none (their unit ended before 1 July 2025, or lies elsewhere). Columns: right at once; among the five proposed; the library { $library } right; it says nothing. Improved on the part dev alone.
reports-measure-words = Categories that the form proposes by the words (with accents, bare). Columns: right at once; among those proposed; nothing proposed; how many were rightly told to call (the category is taken by nobody, a stopper with its number is shown: counted as right); how many were told to call though they could be reported. Words were improved on the part dev alone.
reports-measure-words-floor = floor, test: always the three categories that dev has most
