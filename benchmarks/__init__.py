"""What `rhetoric` costs, as ratios against other things measured in the same run."""
