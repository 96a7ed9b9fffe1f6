package io.rank1.core.gguf;

/**
 * A metadata value.
 *
 * @param type the type in the file
 * @param content a Long (the raw bits of an unsigned 64-bit number), Double, Boolean, String or
 *     GgufArray
 */
record GgufValue(GgufValueType type, Object content) {}
