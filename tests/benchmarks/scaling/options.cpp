#include "scaling/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <sstream>

namespace keratin::benchmarks {

namespace {

std::vector<std::string> parts_of(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

std::vector<double> numbers_of(const std::string& text) {
  std::vector<double> numbers;
  for (const std::string& part : parts_of(text, ',')) numbers.push_back(std::stod(part));
  return numbers;
}

std::vector<Workload> workloads_of(const std::string& text) {
  std::vector<Workload> workloads;
  for (const std::string& part : parts_of(text, ',')) {
    const std::vector<std::string> words = parts_of(part, ':');
    if (words.size() != 2)
      throw ValueError(fmt::format("{}: expected NAME:BATCH, such as mnist_gan:64.", part));
    workloads.push_back({words[0], std::stoi(words[1])});
  }
  return workloads;
}

}  // namespace

ScalingOptions options_of(int count, char** arguments) {
  ScalingOptions options;
  const std::map<std::string, std::function<void(const std::string&)>> known = {
      {"--models", [&](const auto& text) { options.workloads = workloads_of(text); }},
      {"--processes", [&](const auto& text) { options.processes = numbers_of(text); }},
      {"--bandwidth", [&](const auto& text) { options.bandwidths = numbers_of(text); }},
      {"--latency", [&](const auto& text) { options.latency = std::stod(text); }},
      {"--host", [&](const auto& text) { options.host = std::stod(text); }},
      {"--eager", [&](const auto& text) { options.eager = std::stoi(text); }},
      {"--threads", [&](const auto& text) { options.threads = std::stoi(text); }},
      {"--steps", [&](const auto& text) { options.steps = std::stoi(text); }},
      {"--rounds", [&](const auto& text) { options.rounds = std::stoi(text); }},
      {"--picture", [&](const auto& text) { options.picture = text; }}};
  if (count > 1) options.mode = arguments[1];
  for (int i = 2; i < count; i += 2) {
    const auto place = known.find(arguments[i]);
    if (place == known.end() || i + 1 == count)
      throw ValueError(fmt::format("{}: expected an option with its value.", arguments[i]));
    place->second(arguments[i + 1]);
  }
  return options;
}

}  // namespace keratin::benchmarks
