"""Questions in the forms that files give them, one file for each format; `formats` knows them all.

`drafts` is what every format is read into, `labels` what travels as labels where a format has no place of its own,
`wording` makes plain text of HTML. What each format carries stands in `docs/exchange.md`.
"""
