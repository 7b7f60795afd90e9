"""What holds of people on a day: recorded facts, and grades and degrees that certificates give."""
