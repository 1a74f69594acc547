//! Telling people something: see [`bonafide_identity::port::messenger`].
