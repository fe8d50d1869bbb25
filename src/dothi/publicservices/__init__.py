"""One-stop dossiers as their systems tell them: mirrored, checked, on the clock. Nothing is decided here."""
