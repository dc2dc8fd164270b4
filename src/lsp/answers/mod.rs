//! What is known of a place in a page: functions of a project, a page and a byte, which give places in bytes and
//! words not yet said. They know nothing of the protocol.
