"""Files of briefings: forms examined and filled, receipts put in and read out, PDF drawn of a DOCX."""
