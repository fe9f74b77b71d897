"""The API of signals for partners' programs: same gate, same policy, same operations as the pages."""
