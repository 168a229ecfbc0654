"""The commands of `passerelle`: what is asked in English, and said in French."""
