"""What an uploaded file really is, found by its bytes; no models here."""
