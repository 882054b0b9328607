using System.Security.Cryptography;
using Multiprocessing.Managers.Objects;
using Multiprocessing.Memory;
using Multiprocessing.Serialization;

namespace Multiprocessing.Managers.Handover;

/// <summary>
/// The server's side of proxies that travel. A ticket is a holder of its object: it is dropped when the segment is gone that the carrier of its message keeps (a queue's hold, a child's loan),
/// or, where no carrier tells, when it was redeemed, given back, or has grown old.
/// </summary>
/// <remarks>
/// Crash argument. The giver makes the token segment and the carrier's hold on it first, has the ticket issued, and publishes the message last. Killed before the ticket: the hold goes with the carrier. Killed between
/// ticket and message: the same, and the ticket with it. Killed after: ticket and hold do not need the giver. A reader drops the hold when it has a reference of its own; killed before that, it leaves the hold, which
/// goes with the carrier.
/// </remarks>
internal sealed class TicketOffice : ITicketOffice, IDisposable
{
    internal const string ReservedName = "$tickets";

    private const int TicketsMax = 100_000;
    private const int TicketSize = 16;

    // How long a ticket outlives its message at most.
    private static readonly TimeSpan s_sweepPeriod = TimeSpan.FromSeconds(1);

    private readonly Dictionary<Guid, Ticket> _tickets = [];
    private readonly ObjectHost _host;
    private readonly TimeProvider _time;
    private readonly TimeSpan _lifetime;
    private readonly ITimer _sweeper;
    private bool _isDisposed;

    internal TicketOffice(ObjectHost host, TimeSpan lifetime, TimeProvider time)
    {
        _host = host;
        _lifetime = lifetime;
        _time = time;
        _sweeper = time.CreateTimer(static office => ((TicketOffice)office!).Sweep(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Hosted = new Hosted(ReservedName, SharedContract.Of<ITicketOffice>(), TurnPolicy.Concurrent, () => this);
    }

    internal Hosted Hosted { get; }

    /// <summary>Tickets that were issued and not dropped.</summary>
    internal int Count
    {
        get
        {
            lock (_tickets) return _tickets.Count;
        }
    }

    public Guid Issue(Item item, string? token)
    {
        if (item.References is not [{ Target: { } target, Contract: var contract }]) throw Errors.TicketForNothing();
        Hosted hosted = _host.Hold(target, contract, turn: null);
        var ticket = new Guid(RandomNumberGenerator.GetBytes(TicketSize));
        lock (_tickets)
        {
            if (!_isDisposed && _tickets.Count < TicketsMax)
            {
                if (_tickets.Count == 0) _sweeper.Change(s_sweepPeriod, s_sweepPeriod);
                _tickets.Add(ticket, new Ticket(item, hosted, TokenPathOf(token), _time.GetTimestamp()));
                return ticket;
            }
        }

        _host.Unhold(hosted);
        throw Errors.TooManyTickets(TicketsMax);
    }

    public Item Redeem(Guid ticket)
    {
        lock (_tickets)
        {
            if (!_tickets.TryGetValue(ticket, out Ticket? found) || found.IsSpent) throw Errors.TicketUnknown(_lifetime);
            // A leased item may be read by several: the carrier tells when the last one was.
            found.IsSpent = found.TokenPath is null;
            return found.Item;
        }
    }

    public void Drop(Guid ticket)
    {
        Ticket? dropped;
        lock (_tickets)
        {
            if (!_tickets.Remove(ticket, out dropped)) return;
            StopIfEmpty();
        }

        _host.Unhold(dropped.Hosted);
    }

    /// <summary>Adds what tickets hold: each is a holder.</summary>
    internal void CountReferences(Dictionary<Hosted, (int Holders, long References)> counts)
    {
        lock (_tickets)
        {
            foreach (Ticket one in _tickets.Values)
            {
                (int holders, long references) = counts.GetValueOrDefault(one.Hosted);
                counts[one.Hosted] = (holders + 1, references + 1);
            }
        }
    }

    public void Dispose()
    {
        Ticket[] left;
        lock (_tickets)
        {
            _isDisposed = true;
            left = [.. _tickets.Values];
            _tickets.Clear();
        }

        _sweeper.Dispose();
        foreach (Ticket ticket in left) _host.Unhold(ticket.Hosted);
    }

    // A token that this server cannot see, as from another machine, tells nothing.
    private static string? TokenPathOf(string? token)
    {
        if (token is null) return null;
        var handle = TransferHandle.ParseText(token);
        if (!Path.IsPathFullyQualified(handle.Domain)) return null;
        string path = Path.Join(handle.Domain, SegmentName.HiddenFile(handle.Incarnation));
        return File.Exists(path) ? path : null;
    }

    private void Sweep()
    {
        List<Ticket> gone = [];
        lock (_tickets)
        {
            foreach ((Guid number, Ticket ticket) in _tickets)
            {
                if (!IsOver(ticket)) continue;
                gone.Add(ticket);
                _tickets.Remove(number);
            }

            StopIfEmpty();
        }

        foreach (Ticket ticket in gone) _host.Unhold(ticket.Hosted);
    }

    private bool IsOver(Ticket ticket) => ticket.TokenPath is { } path ? !File.Exists(path) : ticket.IsSpent || _time.GetElapsedTime(ticket.IssuedAt) >= _lifetime;

    private void StopIfEmpty()
    {
        if (_tickets.Count == 0 && !_isDisposed) _sweeper.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
