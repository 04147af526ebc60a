"""«Личный кабинет»: one glance says what waits for me."""
