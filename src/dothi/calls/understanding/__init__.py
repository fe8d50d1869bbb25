"""What a call is about, where it is, whether it is known already, and what to ask: proposals with their reasons, decided by people."""
