#pragma once

#include <chrono>
#include <cstdint>
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
    if (bytes > left_) return false;
    left_ -= bytes;
    return true;
  }
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
  std::size_t drained_ = 0, to_drain_;
  std::unique_ptr<Feed> feed_;
  bool is_feed_ = false, is_feed_awake_ = false, is_feed_silent_ = false;
};

}  // namespace api
