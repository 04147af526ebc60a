"""What keeps people unrecognised: detectors, masking, publication."""
