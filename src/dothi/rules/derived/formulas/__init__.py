"""Values by formula: `[[derived]]` of packs with `formula = "<CEL>"`. What a table says (`definition`), whether it is sound
(`pack_check`), what holds (`models`, `packs`), what new values owe and how it is computed (`working`, `reading`)."""
