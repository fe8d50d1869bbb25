connectors-kind-hand-in = Files handed in
connectors-kind-hand-in-help = An officer hands in files by a mapping; here they get an owner and a rhythm, so that a missing file is seen
connectors-hand-in-mapping = Name of the mapping file
connectors-hand-in-mapping-help = As the page of imports has it
