rules-proof-no-rule = The pack has no rule "{ $rule }" (or the rule itself is wrong); mend the code under rule.
rules-proof-which = Rule { $rule } has versions from { $days }; name one of these days under valid_from of the proof.
rules-proof-silence = A no-data rule is raised by silence: take out "{ $key }", calm is enough.
rules-proof-begins = Key begins is an hour of Viet Nam (08:00:00) or a day and hour (2026-03-03T08:00:00).
rules-proof-every = Key every is a duration above 0, like 10m, 1h.
rules-proof-values = Key "{ $key }" is a table: attribute = number, text, true/false; calm, raises and clears take a list, one after the other, too.
rules-proof-not-asked = Rule { $rule } does not ask for attribute { $attribute }; take it out or mend its name.
rules-proof-untold = The proof gives no value of { $attributes }; add it to calm or kept.
rules-proof-usual = The rule compares with the same hour of other weeks: add usual = {"{"} { $attribute } = … {"}"}.
rules-proof-rings = The values of calm raise rule { $rule }; mend the proof or the rule.
rules-proof-silent = The values of raises do not raise rule { $rule }; mend the proof or the rule.
rules-proof-stays = The values of clears do not end the alarm of rule { $rule }; mend the proof or the rule.
rules-proof-long = The proof of rule { $rule } is too long; make every longer.
