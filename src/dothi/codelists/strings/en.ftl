# Shared code lists
codelists-thing-codelist = Shared code list
codelists-thing-release = Version of a code list
codelists-thing-entry = Entry of a code list
codelists-field-code = Code
codelists-field-name-vi = Vietnamese name
codelists-field-name-en = English name
codelists-field-purpose-vi = What it is for (Vietnamese)
codelists-field-purpose-en = What it is for (English)
codelists-field-owner = Owner
codelists-field-basis = Basis
codelists-field-certainty = Certainty of the basis
codelists-field-home = Where it is kept

error-codelists-list-does-not-exist = The list { $code } does not exist.
error-codelists-version-does-not-exist = The list { $code } has no version { $number }.
error-codelists-entry-does-not-exist = The code { $code } does not exist in the list { $list } on { $day }.
error-codelists-no-draft = The list { $code } has no draft.
