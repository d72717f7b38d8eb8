"""Reports as documents: one model, written as .docx, .pptx, .xlsx and .pdf."""
