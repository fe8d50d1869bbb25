"""Asterisk's manager interface: heard, never told what to do. The libraries for it rest since 2021; the protocol is lines of text."""
