# generating
error-generating-numbers = So many dossiers cannot be made. Choose 1 to { $most } dossiers of a year from { $first } to { $last }.
error-generating-real-stands = Real dossiers stand here, so none are made for load. Use a system of its own, or say --beside-real if that is really meant; no figure will count what is made.
error-generating-stands = The feed { $code } was made before. Choose another --seed, or take it out by dothi dossiers forget-generated.
error-generating-no-communes = There is no commune to make dossiers for. Load territory first (dothi territory).
generating-done = { $n } dossiers of { $year } were made for load in { $seconds } seconds, and the score computed anew.
generating-forgotten = { $n } dossiers made for load were taken out.
