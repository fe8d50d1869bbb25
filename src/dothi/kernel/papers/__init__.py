"""Papers in the administrative form of Nghị định 30/2020/NĐ-CP, as DOCX and PDF: one home for every room that hands one on."""
