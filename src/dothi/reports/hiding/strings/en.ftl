# reports: hiding faces and plates in a picture before it is public
reports-hide = Hide parts
reports-hide-heading = Hide faces and number plates in picture { $number }
reports-hide-proposed = The machine proposes { $count } rectangles.
reports-hide-nothing = An officer looked at { $at }: there is nothing to hide.
reports-hide-no-promise = Proposals are help, not a promise: look at the whole picture and add rectangles for faces, plates, names and house numbers that were missed. The machine hardly sees plates of two lines, which every motorbike and many cars have (tried with made-up plates put into pictures: of one line 53 of 63 were seen; of two lines 0 of 42 white and yellow ones, 6 of 21 blue ones): always draw rectangles over motorbikes' plates yourself. What is hidden is removed from the public copy on the server; the original is for officers alone.
reports-hide-add = Add a rectangle
reports-hide-remove = Remove it
reports-hide-box = Rectangle { "{n}" }: arrow keys move it, Shift with arrows resizes it, Delete removes it
reports-hide-boxes = The boxes as numbers
reports-hide-help = Draw on the picture or press Add a rectangle; arrows move it, Delete takes it away. No rectangle hides nothing.
reports-hide-lines = A rectangle a line: left, top, width, height in thousandths of the picture; empty hides nothing.
reports-hide-do = Save the public copy
reports-hide-copy = The public copy
reports-hide-done = The public copy is saved. The picture is seen outside only once it is released.
reports-said-hid = hid { $parts } parts of picture { $photo }
error-report-hide-boxes = The rectangles cannot be read: four whole numbers a line, inside the picture, at most { $most }; correct them and save again.
