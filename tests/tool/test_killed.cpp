// The program `keratin` is killed while it works.
#include <signal.h>
#include <sys/wait.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "keratin/layers.hpp"
#include "keratin/models/load_model.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/killed.hpp"
#include "support/program.hpp"

namespace keratin::test_killed {

TEST_CASE("keratin convert: killed, it leaves the old file or the new one, and then no temporary") {
  const testing::Folder folder;
  Sequential model;
  model.add(layers::Dense(300, {.input_dim = 400}));
  model.save(folder.file("from.keras"));
  for (const std::string name : {"to.keras", "to.h5"}) {
    INFO(name);
    const std::string to = folder.file(name);
    model.save(to);
    testing::kill_programs(
        50,
        [&] {
          return testing::start_keratin({"convert", folder.file("from.keras"), to, "--quiet"});
        },
        [&] { CHECK(load_model(to).get_weights() == model.get_weights()); });
  }
  CHECK(folder.entries() == 3);
}

TEST_CASE("keratin convert: killed while Graphviz draws, it leaves no temporary file") {
  const testing::Folder folder;
  Sequential model;
  model.add(layers::Dense(3, {.input_dim = 4}));
  model.save(folder.file("m.keras"));
  std::ofstream(folder.file("dot")) << "#!/bin/sh\ntouch " << folder.file("started") << "\nexec sleep 1\n";
  std::filesystem::permissions(folder.file("dot"), std::filesystem::perms::owner_all);
  std::filesystem::create_directory(folder.file("temporary"));
  const std::string path = std::getenv("PATH");
  setenv("PATH", (folder.path.string() + ":" + path).c_str(), 1);
  setenv("TMPDIR", folder.file("temporary").c_str(), 1);
  const pid_t process =
      testing::start_keratin({"convert", folder.file("m.keras"), folder.file("m.svg"), "--quiet"});
  setenv("PATH", path.c_str(), 1);
  unsetenv("TMPDIR");
  for (int wait = 0; wait < 1000 && !std::filesystem::exists(folder.file("started")); ++wait)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  CHECK(std::filesystem::exists(folder.file("started")));
  kill(process, SIGKILL);
  waitpid(process, nullptr, 0);
  CHECK(std::filesystem::is_empty(folder.file("temporary")));
  CHECK_FALSE(std::filesystem::exists(folder.file("m.svg")));
}

}  // namespace keratin::test_killed
