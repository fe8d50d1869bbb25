"""The dated rows of this room changed on screens: who is competent, how a category is handled, the limits. The past is never edited."""
