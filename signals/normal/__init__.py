"""What people write in ten ways, brought to one: so that the same number, plate, address or name is found again.

Every function takes any text and gives the normal form, or "" when there is nothing in it to find something by. Given a
normal form it gives the same form again. `keys.py` says under which of them a person or thing is found.
"""
