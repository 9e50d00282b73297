#pragma once

namespace keratin::callbacks {

/// What to do if a metric called `val_…` is looked for and no metric of the validation is there.
constexpr const char* validation_advice =
    " It is there only after epochs that validate: give fit() validation_data or a validation_split.";

}  // namespace keratin::callbacks
