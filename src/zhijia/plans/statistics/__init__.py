"""The yearly return of the statistics: its form as data, what counts each field, what is checked."""
