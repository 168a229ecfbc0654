"""The calendar of bodies (calendrier des instances): when each meets for a campaign, and until when files reach it."""
