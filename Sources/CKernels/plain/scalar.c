// The specification as a table of its own: what the other instruction sets are tested against, and what runs where
// there is none of them.

#include "plain.inc"

const kernel_table kernel_table_scalar = {
    .name = "scalar",
    .has_bfloat16_products = 0,
    .widen = widen,
    .narrow = narrow,
    .split = split,
    .pack_panel = pack_panel,
    .multiply_panel = multiply_panel,
    .multiply_panel_bfloat16 = multiply_panel_bfloat16,
    .multiply_panel_parts = multiply_panel_parts,
    .compact_panel = compact_panel,
    .expand_panel = expand_panel,
    .pack_panel_int8 = pack_panel_int8,
    .quantize_rows = quantize_rows,
    .multiply_panel_int8 = multiply_panel_int8,
    .multiply_registers = multiply_registers,
    .read_memory = read_memory,
    .add_groups = add_groups,
    .copy_past_caches = copy_past_caches,
    .broadcast_row = broadcast_row,
    .add = add,
    .scale = scale,
    .rms_norm = rms_norm,
    .swiglu = swiglu,
    .gelu = gelu,
    .rotate_halves = rotate_halves,
    .attention = attention,
    .mean_of_rows = mean_of_rows,
    .normalize_rows = normalize_rows,
    .score_rows = score_rows,
    .raise_to_maxima = raise_to_maxima,
};
