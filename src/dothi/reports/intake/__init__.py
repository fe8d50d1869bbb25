"""How a citizen's report comes in by the web form: its limits, its link, its place, what is proposed while it is written."""
