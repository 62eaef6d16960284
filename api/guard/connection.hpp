#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "api/guard/admission.hpp"
#include "api/guard/listener.hpp"
#include "api/guard/outgoing.hpp"
#include "api/guard/server_options.hpp"
#include "api/guard/workers.hpp"

namespace api {

/// The bytes that all requests' bodies may hold together. Threads: the server's own.
class BodyRoom {
 public:
  explicit BodyRoom(std::size_t bytes) : left_(bytes), all_(bytes) {}
  [[nodiscard]] bool take(std::size_t bytes) {
    if (!has_room(bytes)) return false;
    left_ -= bytes;
    return true;
  }
  [[nodiscard]] bool has_room(std::size_t bytes) const { return bytes <= left_; }
  void give_back(std::size_t bytes) { left_ += bytes; }
  [[nodiscard]] std::size_t taken() const { return all_ - left_; }

 private:
  std::size_t left_, all_;
};

/// What connections share.
struct Surroundings {
  const ServerLimits& limits;
  Admission& admission;
  BodyRoom& bodies;
  std::size_t& answer_bytes;  ///< of answers that wait for their readers
  /// Has others give back so much room, where they may be asked to.
  std::function<void(std::size_t bytes, std::uint64_t for_whom, Clock::time_point now)>
      make_body_room;
};

/// One request and its answer. Never waits: each step goes as far as the socket lets it, and has
/// an end however slowly bytes drip.
class Connection {
 public:
  enum class Stage : std::uint8_t {
    reading,
    complete,   ///< to be taken to a thread
    at_work,    ///< a thread has it
    answering,  ///< what the thread could not send
    feeding,    ///< an answer without end
    parting,    ///< answered: the client is given time to see it
    over
  };

  Connection(Visit visit, Descriptor socket, Surroundings& around, Clock::time_point now);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  [[nodiscard]] int descriptor() const { return socket_.number(); }
  [[nodiscard]] Stage stage() const { return stage_; }
  [[nodiscard]] const Exchange& exchange() const { return visit_.exchange; }
  [[nodiscard]] std::uint64_t number() const { return visit_.number; }
  /// Its answer lies here and waits for its reader.
  [[nodiscard]] bool keeps_answer() const { return !outgoing_.is_sent(); }
  /// It holds room for a body that was not whole by then.
  [[nodiscard]] bool holds_room_since(Clock::time_point then) const {
    return stage_ == Stage::reading && room_taken_ > 0 && begin_ <= then;
  }
  /// When its reader last took something of it.
  [[nodiscard]] Clock::time_point last_taken() const { return last_taken_; }
  /// It waits for its client, so its client may lose it.
  [[nodiscard]] bool is_slow() const;
  /// What to poll for; 0 when there is nothing to wait for on the socket.
  [[nodiscard]] std::uint32_t events() const;
  /// When it is to be advanced even if nothing came.
  [[nodiscard]] Clock::time_point deadline() const;

  /// Reads or writes what can be.
  void advance(Clock::time_point now);
  /// Of a complete one, which is then at work.
  [[nodiscard]] Work take_work(Clock::time_point now);
  /// What a thread brings.
  void take_back(Done done, Clock::time_point now);
  /// Answers so and lets go, whatever it was at.
  void refuse(const HttpRefusal& refusal, Clock::time_point now);
  /// Its feed may have something new.
  void wake_feed() { is_feed_awake_ = true; }
  /// It may have, no thread has it, and nothing of it is unsent.
  [[nodiscard]] bool is_feed_to_be_asked() const;
  /// Of one that is to be asked.
  [[nodiscard]] Work take_feed();
  void end() { stage_ = Stage::over; }

 private:
  void read(Clock::time_point now);
  void take_head(std::string_view bytes, Clock::time_point now);
  void take_body(std::string_view bytes, Clock::time_point now);
  void tell_to_go_on();
  void keep(Outgoing answer);
  void write(Clock::time_point now);
  void drain();
  void expire(Clock::time_point now);
  void let_go_of_body();
  [[nodiscard]] bool take_room(std::size_t bytes, Clock::time_point now);
  [[nodiscard]] std::size_t may_still_come() const;
  [[nodiscard]] static bool is_for_later(ssize_t done);

  static constexpr std::size_t drained_max = 65'536, read_at_once_max = 262'144,
                               megabyte = 1'000'000;

  Visit visit_;
  Descriptor socket_;
  Surroundings& around_;
  Clock::time_point begin_, deadline_, last_taken_;
  Stage stage_ = Stage::reading;
  std::string head_, body_;
  bool is_head_whole_ = false;
  std::size_t room_taken_ = 0;
  std::size_t marked_ = 0;  ///< of the body or the answer, when the deadline was last moved
  Outgoing outgoing_;       ///< counted in `answer_bytes`
  std::size_t drained_ = 0, to_drain_ = drained_max;
  std::unique_ptr<Feed> feed_;
  bool is_feed_ = false, is_feed_awake_ = false, is_feed_silent_ = false;
};

}  // namespace api
