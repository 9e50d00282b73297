#include "scaling/timeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "utils/line_chart.hpp"

namespace keratin::benchmarks {

using distribution::Team;

namespace {

/// A half of a sum, or a gather: messages with all other processes that began together.
struct Group {
  Team::Channel channel;
  std::size_t bytes = 0;
  double begun, ended = 0;
};

std::vector<Group> groups_of(const Record& record) {
  std::vector<Group> groups;
  int last_peer = 0;
  bool last_sent = false;
  for (const Record::Message& message : record.messages) {
    const bool goes_on =
        !groups.empty() && groups.back().channel == message.channel &&
        (message.peer > last_peer || (message.peer == last_peer && message.is_sent && !last_sent));
    if (!goes_on) groups.push_back({message.channel, 0, message.begun});
    groups.back().bytes += message.bytes;
    groups.back().ended = std::max(groups.back().ended, message.ended);
    last_peer = message.peer;
    last_sent = message.is_sent;
  }
  return groups;
}

const char* name_of(Team::Channel channel) {
  return channel == Team::talk ? "gather" : channel == Team::scatter ? "1st half" : "2nd half";
}

}  // namespace

std::string timeline_of(const Record& record) {
  constexpr int columns = 76;
  const double scale = columns / record.duration;
  const auto column = [&](double time) { return std::clamp(static_cast<int>(time * scale), 0, columns - 1); };
  const auto line = [&](const std::string& head, const std::string& bar) {
    return fmt::format("{:<22}|{}|\n", head, bar);
  };
  std::string computing(columns, '=');
  double waited = 0;
  for (const Record::Interval& wait : record.waits) {
    waited += wait.end - wait.begin;
    if ((wait.end - wait.begin) * scale < 0.5) continue;
    for (int i = column(wait.begin); i <= column(wait.end); ++i) computing[static_cast<std::size_t>(i)] = ' ';
  }
  std::string text = fmt::format("A step of {:.1f} ms, of which {:.1f} ms waiting; a column is {:.2f} ms.\n",
                                 1e3 * record.duration, 1e3 * waited, 1e3 * record.duration / columns);
  text += line("computes", computing);
  std::string calls(columns, ' ');
  for (const double time : record.calls) calls[static_cast<std::size_t>(column(time))] = '.';
  text += line("calls of MPI", calls);
  for (const Group& group : groups_of(record)) {
    std::string bar(columns, ' ');
    const int begin = column(group.begun), end = column(group.ended);
    for (int i = begin; i <= end; ++i) bar[static_cast<std::size_t>(i)] = '-';
    text += line(
        fmt::format("{:<9}{:>8.1f} KiB", name_of(group.channel), static_cast<double>(group.bytes) / 1024),
        bar);
  }
  return text;
}

void draw_timeline(const std::string& path, const Record& record) {
  std::map<std::string, utils::ChartLine> lines;
  const auto draw = [&](const std::string& name, double begin, double end, double height) {
    utils::ChartLine& line = lines[name];
    line.name = name;
    line.x.insert(line.x.end(), {1e3 * begin, 1e3 * end, 1e3 * end});
    line.y.insert(line.y.end(), {height, height, std::nan("")});
  };
  double begin = 0;
  for (const Record::Interval& wait : record.waits) {
    draw("computes", begin, wait.begin, 0);
    begin = wait.end;
  }
  draw("computes", begin, record.duration, 0);
  double height = 0;
  for (const Group& group : groups_of(record))
    draw(name_of(group.channel), group.begun, group.ended, ++height);
  utils::Chart chart{"milliseconds of a step", "exchange", {}};
  for (const auto& [name, line] : lines) chart.lines.push_back(line);
  utils::draw_charts(path, {chart});
}

}  // namespace keratin::benchmarks
