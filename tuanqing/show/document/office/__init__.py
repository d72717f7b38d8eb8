"""The office's own Word file as a template: its placeholders filled, all else as it was."""
