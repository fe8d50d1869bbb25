"""Reports that another system recorded – an old 1022 desk, another city – become reports of ours by a mapping file."""
