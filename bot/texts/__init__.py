"""Every Vietnamese sentence a person reads, one function each."""
