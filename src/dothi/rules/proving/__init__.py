"""Proofs that a pack gives of its rules: values that leave a rule quiet, values that raise it, values that end it."""
