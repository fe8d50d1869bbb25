# reports: a place for one that came without
reports-place-missing = This report has no place on the map yet.
reports-place-missing-mine = We do not know yet where it is.
reports-place-choose = Choose the place
reports-place-words = House number, street, ward or commune; former names too
reports-place-words-desk = House number, street, ward or commune (former names too), or latitude, longitude
reports-place-search = Search
reports-place-here = This is it
reports-place-about = within about { $metres } m
reports-place-nothing = No such place was found. Try the name of the street, the ward or the commune; accents are not needed.
reports-said-placed = the place was set
error-report-placed-already = Report { $code } has a place or is over; load the page again.
reports-did-place = { $code } has its place.
