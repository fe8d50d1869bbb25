"""A city's own rules: made, changed and withdrawn on the screen. No pack brings them, and none takes them away."""
