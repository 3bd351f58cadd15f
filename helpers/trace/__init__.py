"""What a picture shows, as arrays: what slid, what each window read, what came out. Computed once, below ``draw``."""
