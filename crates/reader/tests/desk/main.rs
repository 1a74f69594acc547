//! The reader on real parts: the smart card service, its virtual reader, the virtual passport on it.

mod demonstration;
mod offline;
mod parts;
mod relay;
