"""Questions as spreadsheets write them: reading a row into a question, and back without loss."""
