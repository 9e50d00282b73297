# The lines that a new layer adds to files that are there: insert_line(<file> <text of the line that it comes before> <line>)
# and change_text(<file> <old> <new>), as CONTRIBUTING.md says them.

insert_line(include/keratin/layers.hpp "layers/normalization/unit_normalization.hpp" "#include \"keratin/layers/normalization/rms_normalization.hpp\"")
insert_line(src/layers/known_layers.cpp "entry<ReLU>(" "      entry<RMSNormalization>(),")
change_text(README.md " UnitNormalization;" " UnitNormalization, RMSNormalization;")
insert_line(examples/GUIDE.md "model.add(UnitNormalization())\n" "model.add(RMSNormalization())")
insert_line(examples/GUIDE.md "model.add(UnitNormalization());" "model.add(RMSNormalization());")
insert_line(examples/OPTIONS.md "| `ReLU({" "| `RMSNormalization({…})` | `.epsilon, .input_shape, .name, .trainable` |")
