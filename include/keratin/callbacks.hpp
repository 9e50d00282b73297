#pragma once

#include "keratin/callbacks/backup_and_restore.hpp"
#include "keratin/callbacks/callback.hpp"
#include "keratin/callbacks/csv_logger.hpp"
#include "keratin/callbacks/early_stopping.hpp"
#include "keratin/callbacks/gan_monitor.hpp"
#include "keratin/callbacks/history.hpp"
#include "keratin/callbacks/lambda_callback.hpp"
#include "keratin/callbacks/learning_rate_scheduler.hpp"
#include "keratin/callbacks/model_checkpoint.hpp"
#include "keratin/callbacks/reduce_lr_on_plateau.hpp"
#include "keratin/callbacks/tensor_board.hpp"
#include "keratin/callbacks/terminate_on_nan.hpp"
