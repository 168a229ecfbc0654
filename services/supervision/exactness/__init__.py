"""Exactness (écart): what lycées stated of themselves beside what was heard of them."""
