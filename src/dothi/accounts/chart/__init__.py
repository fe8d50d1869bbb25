"""The organisation chart as an XLSX file: download it, change it, see what would change, apply it in one transaction."""
