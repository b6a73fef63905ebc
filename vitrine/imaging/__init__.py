"""Pure functions on arrays: colour science, masks, warps, compositing."""
